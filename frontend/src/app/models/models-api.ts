import { Service, inject } from '@angular/core';
import { Api } from '../../api/api';
import { catalogueList } from '../../api/fn/models/catalogue-list';
import { inspectionInspect } from '../../api/fn/models/inspection-inspect';
import { modelsAdd } from '../../api/fn/models/models-add';
import { modelsEdit } from '../../api/fn/models/models-edit';
import { modelsRemove } from '../../api/fn/models/models-remove';
import { registryExchangeExport } from '../../api/fn/models/registry-exchange-export';
import { registryExchangeImport } from '../../api/fn/models/registry-exchange-import';
import { scanPreview } from '../../api/fn/models/scan-preview';
import { scanScan } from '../../api/fn/models/scan-scan';
import type {
  AddModelDto,
  CatalogueModelDto,
  EditModelDto,
  ImportRegistryDto,
  ImportedRecordDto,
  ModelDto,
  ModelInspectionDto,
  RegistryTomlDto,
  RemovedModelDto,
  ScanChoiceDto,
  ScanDto,
  ScanResultDto,
} from '../../api/models';

/** What can be done to the models of this box, and asked about those elsewhere. */
@Service()
export class ModelsApi {
  private readonly api = inject(Api);

  catalogue(): Promise<CatalogueModelDto[]> {
    return this.api.invoke(catalogueList);
  }

  /** Looks at what `source` names, downloading next to nothing. */
  inspect(source: string): Promise<ModelInspectionDto> {
    return this.api.invoke(inspectionInspect, { body: { source } });
  }

  add(body: AddModelDto): Promise<ModelDto> {
    return this.api.invoke(modelsAdd, { body });
  }

  /** What a folder holds; the folders that hal0 knows of where none is given. Changes nothing. */
  previewScan(path: string): Promise<ScanDto> {
    return this.api.invoke(scanPreview, { body: path ? { paths: [path] } : {} });
  }

  /** Makes those known that were found and chosen. */
  scan(models: ScanChoiceDto[]): Promise<ScanResultDto> {
    return this.api.invoke(scanScan, { body: { models } });
  }

  /** All models as a registry.toml. */
  exportRegistry(): Promise<RegistryTomlDto> {
    return this.api.invoke(registryExchangeExport);
  }

  importRegistry(body: ImportRegistryDto): Promise<ImportedRecordDto[]> {
    return this.api.invoke(registryExchangeImport, { body });
  }

  edit(id: string, body: EditModelDto): Promise<ModelDto> {
    return this.api.invoke(modelsEdit, { id, body });
  }

  remove(id: string, how: { files: boolean; cascade: boolean }): Promise<RemovedModelDto> {
    return this.api.invoke(modelsRemove, { id, ...how });
  }
}
