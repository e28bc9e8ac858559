import { Hal0Controller } from '@hal0/platform';
import { Body, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { matching } from '../matching-models.js';
import type { Model } from '../model.js';
import { ModelRemoval } from '../removal/model-removal.service.js';
import { RegistryService } from '../registry.service.js';
import { AddModelDto } from './add-model.dto.js';
import { addModel } from './add-model.js';
import { EditModelDto } from './edit-model.dto.js';
import { ModelsQueryDto, RemoveModelQueryDto } from './model-queries.dto.js';
import { ModelDto, toModelDto } from './model.dto.js';
import { RemovedModelDto } from './removed-model.dto.js';

@Hal0Controller('models')
export class ModelsController {
  constructor(
    private readonly registry: RegistryService,
    private readonly removal: ModelRemoval,
  ) {}

  /** Models, by id; all of them without a filter. */
  @Get()
  list(@Query() query: ModelsQueryDto): ModelDto[] {
    return matching(this.registry.list(), query).map((model) => this.view(model));
  }

  /** One model. A slash in its id is written %2F. */
  @Get(':id')
  get(@Param('id') id: string): ModelDto {
    return this.view(this.registry.get(id));
  }

  /** Adds a local file, or a model that FastFlowLM keeps itself. */
  @Post()
  async add(@Body() body: AddModelDto): Promise<ModelDto> {
    return this.view(await addModel(this.registry, body));
  }

  /** Changes what is said about a model. Slots that take a default from it load it anew. */
  @Patch(':id')
  async edit(@Param('id') id: string, @Body() body: EditModelDto): Promise<ModelDto> {
    return this.view(await this.registry.edit(id, body));
  }

  /** Forgets a model. Its files stay unless they are asked for, and slots that have it are in the way unless they are. */
  @Delete(':id')
  remove(@Param('id') id: string, @Query() query: RemoveModelQueryDto): Promise<RemovedModelDto> {
    return this.removal.remove(id, query);
  }

  private view(model: Model): ModelDto {
    return toModelDto(model, this.registry.usersOf(model.id));
  }
}
